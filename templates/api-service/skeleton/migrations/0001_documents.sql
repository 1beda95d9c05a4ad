create table documents (
  id uuid primary key,
  workspace_id text not null,
  type text not null,
  title text not null,
  content text not null,
  classification text not null,
  storage_region text not null,
  checksum text not null,
  schema_version text not null,
  -- Milliseconds, because list cursors carry this value through JavaScript dates.
  created_at timestamptz(3) not null,
  deleted_at timestamptz(3)
);

-- Serves GET /documents: newest first within a workspace, deleted ones left out.
create index documents_by_workspace on documents (workspace_id, created_at desc, id desc)
  where deleted_at is null;

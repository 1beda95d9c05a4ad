import type { Meta, StoryObj } from '@storybook/react-vite';
import type { Document } from '../api/generated/types.gen';
import { DocumentTable } from './DocumentTable.tsx';

const document: Document = {
  id: '5b1b7f2e-6a0d-8c4e-ad5c-0d6f6c1e2a3b',
  workspace_id: 'alpha',
  type: 'report',
  title: 'Quarterly plan',
  content: 'The plan covers the open risks and the agreed milestones.',
  classification: 'internal',
  storage_region: 'eu',
  checksum: `sha256:${'0'.repeat(64)}`,
  schema_version: '1.0.0',
  created_at: '2026-01-05T08:00:00.000Z',
};

const meta = {
  component: DocumentTable,
  args: { workspace: 'alpha', documents: [document] },
} satisfies Meta<typeof DocumentTable>;

export default meta;
type Story = StoryObj<typeof meta>;

export const OneRow: Story = {};

export const WithPreviews: Story = { args: { previews: true } };

export const LongTitles: Story = {
  args: {
    documents: [
      { ...document, title: 'A title that goes on and on '.repeat(7) },
      { ...document, id: '6b1b7f2e-6a0d-8c4e-ad5c-0d6f6c1e2a3b', classification: 'pii' },
    ],
  },
};

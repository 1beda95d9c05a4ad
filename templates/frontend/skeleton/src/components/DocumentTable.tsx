import { Link } from 'react-router';
import type { Document } from '../api/generated/types.gen';
import { formatTime, words } from '../words/words.ts';

/** Props of {@link DocumentTable}. */
export interface DocumentTableProps {
  readonly workspace: string;
  readonly documents: readonly Document[];
  /** Shows the first words of each document beneath its title. */
  readonly previews?: boolean;
}

const PREVIEW_CHARACTERS = 120;

/** Documents, one a row. */
export function DocumentTable({ workspace, documents, previews = false }: DocumentTableProps) {
  const { columns } = words.list;
  return (
    // Wide tables scroll by themselves, and with the keyboard too.
    <div className="scroll" role="region" aria-label={words.list.caption(workspace)} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{words.list.caption(workspace)}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.title}</th>
            <th scope="col">{columns.type}</th>
            <th scope="col">{columns.classification}</th>
            <th scope="col">{columns.created}</th>
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => (
            <tr key={document.id}>
              <th scope="row">
                <Link to={`/documents/${document.id}`}>{document.title}</Link>
                {previews && (
                  <p className="preview">
                    {document.summary ?? document.content.slice(0, PREVIEW_CHARACTERS)}
                  </p>
                )}
              </th>
              <td>{words.types[document.type]}</td>
              <td>{words.classifications[document.classification]}</td>
              <td>
                <time dateTime={document.created_at}>{formatTime(document.created_at)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

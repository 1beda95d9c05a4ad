import { Link, useLocation, useParams } from 'react-router';
import { useDocument } from '../api/documents.ts';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { ProblemMessage } from '../components/ProblemMessage.tsx';
import { formatTime, words } from '../words/words.ts';

/** Whether the page was opened by creating the document it shows. */
function isNew(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'created' in state;
}

/** One document. */
export function DocumentDetail() {
  const { id = '' } = useParams();
  const { state } = useLocation() as { state: unknown };
  const { data: document, error, isPending, refetch } = useDocument(id);
  const { fields } = words.detail;
  return (
    <Page
      title={words.detail.title}
      actions={
        <Link
          to={
            document
              ? `/documents?workspace=${encodeURIComponent(document.workspace_id)}`
              : '/documents'
          }
        >
          {words.backToList}
        </Link>
      }
    >
      {isPending && <Loading />}
      {error && <ProblemMessage error={error} onRetry={() => void refetch()} />}
      {document && (
        <article aria-labelledby="document-title">
          {isNew(state) && (
            <p role="status" className="success">
              {words.create.created(document.title)}
            </p>
          )}
          <h2 id="document-title">{document.title}</h2>
          <p className="content">{document.content}</p>
          <dl>
            <dt>{fields.workspace}</dt>
            <dd>{document.workspace_id}</dd>
            <dt>{fields.type}</dt>
            <dd>{words.types[document.type]}</dd>
            <dt>{fields.classification}</dt>
            <dd>{words.classifications[document.classification]}</dd>
            <dt>{fields.region}</dt>
            <dd>{document.storage_region}</dd>
            <dt>{fields.created}</dt>
            <dd>
              <time dateTime={document.created_at}>{formatTime(document.created_at)}</time>
            </dd>
            <dt>{fields.checksum}</dt>
            <dd>
              <code>{document.checksum}</code>
            </dd>
          </dl>
        </article>
      )}
    </Page>
  );
}

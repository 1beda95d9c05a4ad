import { useBooleanFlagValue, useContextMutator } from '@openfeature/react-sdk';
import { useEffect, type SubmitEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useDocuments } from '../api/documents.ts';
import { DocumentTable } from '../components/DocumentTable.tsx';
import { Field } from '../components/Field.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { ProblemMessage } from '../components/ProblemMessage.tsx';
import { words } from '../words/words.ts';

const DEFAULT_WORKSPACE = 'alpha';
const WORKSPACE = '[a-z0-9\\-]{1,64}';

function Documents({ workspace }: { readonly workspace: string }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useDocuments(workspace);
  const { setContext } = useContextMutator();
  const previews = useBooleanFlagValue('document-previews', false);
  useEffect(() => {
    void setContext((before) => ({ ...before, workspace }));
  }, [setContext, workspace]);
  if (isPending) {
    return <Loading />;
  }
  const problem = error && <ProblemMessage error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return problem;
  }
  if (data.length === 0) {
    return (
      <section className="empty">
        <h2>{words.list.empty(workspace)}</h2>
        <p>{words.list.emptyHint}</p>
      </section>
    );
  }
  return (
    <>
      <DocumentTable workspace={workspace} documents={data} previews={previews} />
      <p role="status" className="hint">
        {words.list.count(data.length)}
      </p>
      {/* A page that failed to follow leaves those before it where they are. */}
      {problem}
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.list.more}
        </button>
      )}
    </>
  );
}

/** The documents of the workspace in the address. */
export function DocumentList() {
  const [parameters, setParameters] = useSearchParams();
  const workspace = parameters.get('workspace') ?? DEFAULT_WORKSPACE;
  const choose = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('workspace');
    setParameters({ workspace: typeof chosen === 'string' ? chosen : DEFAULT_WORKSPACE });
  };
  return (
    <Page
      title={words.list.title}
      actions={
        <Link className="button" to={`/documents/new?workspace=${encodeURIComponent(workspace)}`}>
          {words.list.create}
        </Link>
      }
    >
      <form role="search" className="row" onSubmit={choose}>
        <Field label={words.list.workspace}>
          {(control) => (
            <input
              {...control}
              key={workspace}
              name="workspace"
              defaultValue={workspace}
              pattern={WORKSPACE}
              title={words.create.errors.workspace}
              required
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <button type="submit">{words.list.show}</button>
      </form>
      <Documents workspace={workspace} />
    </Page>
  );
}

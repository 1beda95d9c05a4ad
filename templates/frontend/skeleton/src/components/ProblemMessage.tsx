import type { ApiError } from '../api/client.ts';
import { words } from '../words/words.ts';

/** Props of {@link ProblemMessage}. */
export interface ProblemMessageProps {
  readonly error: ApiError;
  /** Offered where a second try can help. */
  readonly onRetry?: () => void;
}

function explain({ status, transient }: ApiError): { title: string; hint: string } {
  const { problems } = words;
  switch (status) {
    case 0:
      return { title: problems.offline, hint: problems.offlineHint };
    case 401:
      return { title: problems.signedOut, hint: problems.signedOutHint };
    case 403:
      return { title: problems.denied, hint: problems.deniedHint };
    case 404:
      return { title: problems.missing, hint: problems.missingHint };
    default:
      return transient
        ? { title: problems.failed, hint: problems.failedHint }
        : { title: problems.invalid, hint: problems.invalidHint };
  }
}

/** Why something is not here, what to do about it, and the trace id that finds it in the logs. */
export function ProblemMessage({ error, onRetry }: ProblemMessageProps) {
  const { title, hint } = explain(error);
  return (
    <section role="alert" className="problem">
      <h2>{title}</h2>
      <p>{hint}</p>
      {error.problem && error.status >= 400 && error.status < 500 && <p>{error.problem.detail}</p>}
      <p className="trace">
        {words.problems.traceId}: <code>{error.traceId}</code>
      </p>
      {onRetry && error.transient && (
        <button type="button" onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </section>
  );
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** Identifiers of the request being served. */
export interface RequestContext {
  /** Made by this service for this one request. */
  readonly requestId: string;
  /** Given by the caller to tie several requests together; else the request id. */
  readonly correlationId: string;
}

/** Carries the identifiers to every log line written while a request is served. */
export const requestContext = new AsyncLocalStorage<RequestContext>();

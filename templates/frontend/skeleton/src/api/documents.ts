import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { call, type ApiError } from './client.ts';
import { createDocument, getDocument, listDocuments } from './generated/sdk.gen';
import type { Document, NewDocument } from './generated/types.gen';

const PAGE_SIZE = 20;

/** The documents of a workspace, newest first, a page at a time. */
export function useDocuments(workspace: string): UseInfiniteQueryResult<Document[], ApiError> {
  return useInfiniteQuery({
    queryKey: ['documents', workspace],
    queryFn: ({ pageParam, signal }) =>
      call(
        (options) =>
          listDocuments({
            ...options,
            query: {
              workspace_id: workspace,
              limit: PAGE_SIZE,
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          }),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** One document. */
export function useDocument(id: string): UseQueryResult<Document, ApiError> {
  return useQuery({
    queryKey: ['document', id],
    queryFn: ({ signal }) => call((options) => getDocument({ ...options, path: { id } }), signal),
  });
}

/** Creates a document; the list of its workspace is read again afterwards. */
export function useCreateDocument(): UseMutationResult<Document, ApiError, NewDocument> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body) => call((options) => createDocument({ ...options, body })),
    onSuccess: async (document) => {
      queries.setQueryData(['document', document.id], document);
      await queries.invalidateQueries({ queryKey: ['documents', document.workspace_id] });
    },
  });
}

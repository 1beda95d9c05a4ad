import { configApiRef, useApiHolder } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

/** Names the browser tab, the history entry and the visit after the page. */
export function useDocumentTitle(title: string): void {
  const portal =
    useApiHolder().get(configApiRef)?.getOptionalString('app.title') ??
    'CompanyOS';
  useEffect(() => {
    document.title = title ? `${title} | ${portal}` : portal;
  }, [title, portal]);
}

import { useTechDocsReaderPage } from '@backstage/plugin-techdocs-react';
import { BuildStrip } from './BuildStrip';

/** The strip for the entity whose docs the reader shows. */
export function BuildStripAddon() {
  const { entityRef } = useTechDocsReaderPage();
  return <BuildStrip entityRef={entityRef} />;
}

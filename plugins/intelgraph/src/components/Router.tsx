import { Route, Routes } from '../routing';
import { GraphPage } from './GraphPage/GraphPage';
import { SourcesPage } from './SourcesPage/SourcesPage';
import { TimelinePage } from './TimelinePage/TimelinePage';

/** Everything below `/timeline`. */
export function Router() {
  return (
    <Routes>
      <Route path="/" element={<TimelinePage />} />
      <Route path="/graph" element={<GraphPage />} />
      <Route path="/sources" element={<SourcesPage />} />
    </Routes>
  );
}

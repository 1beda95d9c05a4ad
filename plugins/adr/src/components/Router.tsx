import { Route, Routes } from '../routing';
import { DecisionsPage } from './DecisionsPage/DecisionsPage';
import { RecordPage } from './RecordPage/RecordPage';

/** `/decisions` and `/decisions/:id`. */
export function Router() {
  return (
    <Routes>
      <Route path="/" element={<DecisionsPage />} />
      <Route path="/:id" element={<RecordPage />} />
    </Routes>
  );
}

import { Route, Routes } from '../routing';
import { IncidentPage } from './IncidentPage/IncidentPage';
import { IncidentsPage } from './IncidentsPage/IncidentsPage';

/** Everything below `/incidents`. */
export function IncidentRouter() {
  return (
    <Routes>
      <Route path="/" element={<IncidentsPage />} />
      <Route path="/view" element={<IncidentPage />} />
    </Routes>
  );
}

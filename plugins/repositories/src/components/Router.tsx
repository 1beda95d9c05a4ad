import { Route, Routes } from 'react-router-dom';
import { RepositoriesPage } from './RepositoriesPage';
import { RepositoryPage } from './RepositoryPage';

/**
 * `/repos`, `/repos/:owner/:name` and, as source links are written,
 * `/repos/:owner/:name/(tree|blob)/:ref/<path>`.
 */
export function Router() {
  return (
    <Routes>
      <Route path="/" element={<RepositoriesPage />} />
      <Route path="/:owner/:name" element={<RepositoryPage />} />
      <Route path="/:owner/:name/tree/:ref/*" element={<RepositoryPage />} />
      <Route path="/:owner/:name/blob/:ref/*" element={<RepositoryPage />} />
    </Routes>
  );
}

import { Route, Routes } from '../routing';
import { CampaignPage } from './CampaignPage/CampaignPage';
import { CampaignsPage } from './CampaignsPage/CampaignsPage';
import { FleetPage } from './FleetPage/FleetPage';
import { NewCampaignPage } from './NewCampaignPage/NewCampaignPage';
import { RepositoryPage } from './RepositoryPage/RepositoryPage';
import { UpdatePage } from './UpdatePage/UpdatePage';

/** Everything below `/golden-path`. */
export function Router() {
  return (
    <Routes>
      <Route path="/" element={<FleetPage />} />
      <Route
        path="/repositories/:namespace/:kind/:name"
        element={<RepositoryPage />}
      />
      <Route path="/updates/:id" element={<UpdatePage />} />
      <Route path="/campaigns" element={<CampaignsPage />} />
      <Route path="/campaigns/new" element={<NewCampaignPage />} />
      <Route path="/campaigns/:id" element={<CampaignPage />} />
    </Routes>
  );
}

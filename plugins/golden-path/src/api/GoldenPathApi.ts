import type {
  Campaign,
  CampaignPlan,
  CampaignSummary,
  FleetPage,
  FleetQuery,
  RepositoryDetail,
  TemplateView,
  Update,
  UpdatePreview,
} from '@companyos/plugin-golden-path-common';

/** What one may do to a campaign that exists. */
export type CampaignAction = 'start' | 'pause' | 'resume' | 'cancel';

/** The golden-path back end. Every call throws a `ResponseError` when it refuses or fails. */
export interface GoldenPathApi {
  fleet(query: FleetQuery): Promise<FleetPage>;
  templates(): Promise<TemplateView[]>;
  repository(entityRef: string): Promise<RepositoryDetail>;
  /** Looks at the repository now. */
  check(entityRef: string): Promise<RepositoryDetail>;
  preview(entityRef: string, to?: string): Promise<UpdatePreview>;
  openUpdate(
    entityRef: string,
    wish: { to?: string; answers?: Record<string, unknown> },
  ): Promise<Update>;
  update(id: string): Promise<Update>;
  mergeUpdate(id: string): Promise<Update>;
  closeUpdate(id: string): Promise<Update>;
  checkLog(id: string, check: string): Promise<string>;
  campaigns(): Promise<CampaignSummary[]>;
  campaign(id: string): Promise<Campaign>;
  planCampaign(plan: CampaignPlan): Promise<Campaign>;
  act(id: string, action: CampaignAction): Promise<Campaign>;
}

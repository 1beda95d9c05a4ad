import {
  GoldenTemplate,
  ReleaseRecord,
  TemplateFolder,
  TemplateListing,
} from '@companyos/golden-engine';

/**
 * What a page needs to know of a template.
 */
export interface TemplateSummary {
  readonly name: string;
  /** The one a new service gets; where there is none yet, the one that is being written. */
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly stack: readonly string[];
  readonly gates: readonly string[];
  readonly digest: string;
  readonly questionCount: number;
  /** Those a service can be created from, newest first. */
  readonly versions: readonly string[];
  /** Whether {@link TemplateSummary.version} was released. */
  readonly released: boolean;
  /** Whether a service can be created from it here: a template that was not released cannot, by default. */
  readonly usable: boolean;
  /** What that release had to pass, and how long it took. */
  readonly release?: Pick<
    ReleaseRecord,
    'releasedAt' | 'greenSeconds' | 'cores'
  > & {
    readonly combinations: number;
  };
}

/**
 * All templates of a folder, sorted by name; a faulty one is left out.
 *
 * @param usable - gives what services may be created from
 * @param all - the same folder, with what has not been released
 */
export async function listTemplates(
  usable: TemplateFolder,
  all: TemplateFolder,
): Promise<TemplateSummary[]> {
  const summaries = await Promise.all(
    (
      await usable.list()
    ).map(async listing => {
      const template = await templateOf(listing, usable, all);
      return template && summaryOf(listing, template);
    }),
  );
  return summaries.filter(summary => summary !== undefined);
}

/** Undefined where its files changed between the two looks. */
async function templateOf(
  { name, latest }: TemplateListing,
  usable: TemplateFolder,
  all: TemplateFolder,
): Promise<GoldenTemplate | undefined> {
  const folder = latest === undefined ? all : usable;
  return folder.get(name).catch(() => undefined);
}

function summaryOf(
  { latest, versions }: TemplateListing,
  template: GoldenTemplate,
): TemplateSummary {
  const { name, version, title, summary, stack, gates, digest } = template;
  const release = versions.find(known => known.version === version)?.release;
  return {
    name,
    version,
    title,
    summary,
    stack,
    gates,
    digest,
    questionCount: Object.keys(template.parameters.properties ?? {}).length,
    versions: versions
      .filter(known => known.release !== undefined || known.version === latest)
      .map(known => known.version),
    released: release !== undefined,
    usable: latest !== undefined,
    ...(release && {
      release: {
        releasedAt: release.releasedAt,
        combinations: release.combinations.length,
        greenSeconds: release.greenSeconds,
        cores: release.cores,
      },
    }),
  };
}

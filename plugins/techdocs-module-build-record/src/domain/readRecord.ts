import { BuildRecord, DocsBuild } from '../api/buildRecordApiRef';

/** How the docs of an entity stand, as the strip tells it. */
export type DocsStanding =
  | { kind: 'unbuildable'; problem: string }
  | { kind: 'unbuilt' }
  | { kind: 'building'; build: DocsBuild; shown: DocsBuild | undefined }
  | { kind: 'built'; build: DocsBuild }
  | {
      kind: 'failed';
      build: DocsBuild;
      /** The build whose docs are shown meanwhile. */
      shown: DocsBuild | undefined;
      /** The first failure since those docs were built. */
      failingSince: DocsBuild;
    };

/** Derives from the builds, newest first, how the docs stand. */
export function readRecord({ builds, problem }: BuildRecord): DocsStanding {
  const [latest] = builds;
  if (!latest) {
    return problem === null
      ? { kind: 'unbuilt' }
      : { kind: 'unbuildable', problem };
  }
  const successIndex = builds.findIndex(build => build.outcome === 'success');
  const shown = builds[successIndex];
  if (latest.outcome === 'running') {
    return { kind: 'building', build: latest, shown };
  }
  if (latest.outcome === 'success') {
    return { kind: 'built', build: latest };
  }
  const sinceShown =
    successIndex === -1 ? builds : builds.slice(0, successIndex);
  return {
    kind: 'failed',
    build: latest,
    shown,
    failingSince:
      sinceShown.filter(build => build.outcome === 'failure').at(-1) ?? latest,
  };
}

/**
 * Renders golden-path repositories (same template and answers, same bytes), tells how they drift from their
 * template, and brings them to its next version.
 *
 * @packageDocumentation
 */

export { adoptRepository } from './adoptRepository';
export type { AdoptResult } from './adoptRepository';
export { checkAnswers, sampleAnswers } from './answers';
export type { CheckedAnswers } from './answers';
export { checkDrift } from './checkDrift';
export type {
  CheckedPatch,
  DriftReport,
  DriftStatus,
  EditedFile,
} from './checkDrift';
export { diffFiles } from './diffFiles';
export type { FileDiff } from './diffFiles';
export { digestOf, sha256 } from './digest';
export { ENGINE_VERSION } from './engineVersion';
export { GoldenError, isGoldenError } from './goldenError';
export type { GoldenErrorCode, Problem } from './goldenError';
export { parseTemplate } from './goldenTemplate';
export type {
  FileMode,
  FileRule,
  GoldenTemplate,
  Migration,
  SkeletonFile,
} from './goldenTemplate';
export type { JsonObject, JsonValue } from './json';
export { lintTemplate } from './lintTemplate';
export type { LintProblem } from './lintTemplate';
export { loadTemplate } from './loadTemplate';
export {
  formatLock,
  GOLDEN_LOCK_PATH,
  GOLDEN_LOCK_SCHEMA,
  readLock,
  verifyLock,
} from './lock';
export type { GoldenLock, LockProblem } from './lock';
export { matrixOf } from './matrixOf';
export { openTemplates } from './openTemplates';
export type {
  TemplateFolder,
  TemplateFolderOptions,
  TemplateListing,
  TemplateVersion,
} from './openTemplates';
export { declarePatch, GOLDEN_PATCHES_PATH, readPatches } from './patches';
export type { DeclaredPatch } from './patches';
export type { Reference } from './references';
export { parseReleaseRecord, readRelease, writeRelease } from './release';
export type { ReleasePhases, ReleaseRecord } from './release';
export { render } from './render';
export type { RenderedFile, RenderResult } from './render';
export { assertRepositoryPath } from './repositoryPath';
export { folderReader, gitReader } from './repositoryReader';
export type { RepositoryReader } from './repositoryReader';
export { updateQuestions } from './updateQuestions';
export { updateRepository } from './updateRepository';
export type {
  CommitAuthor,
  UpdateOptions,
  UpdateQuestion,
  UpdateResult,
} from './updateRepository';

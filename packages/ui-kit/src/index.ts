/**
 * The look of the portal in code: tokens, themes, and the components every page is made of.
 *
 * Importing the package loads its styles; the app itself loads the stylesheet of `@backstage/ui`.
 *
 * @packageDocumentation
 */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/inter/wght-italic.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';

export {
  tokens,
  type ColorPair,
  type ModeTokens,
  type State,
} from './tokens/tokens';
export { lightTheme } from './theme/lightTheme';
export { darkTheme } from './theme/darkTheme';
export { uiKitTranslationRef } from './translation';
export { useDocumentTitle } from './useDocumentTitle';
export { useLoaded, type Loaded } from './useLoaded';
export {
  provenanceApiRef,
  type Provenance,
  type ProvenanceApi,
  type ProvenanceQuery,
  type ProvenanceSource,
} from './provenanceApiRef';

export { Ago, type AgoProps } from './components/Ago/Ago';
export { Answer, type AnswerProps } from './components/Answer/Answer';
export { Confirm, type ConfirmProps } from './components/Confirm/Confirm';
export {
  CopyCommand,
  type CopyCommandProps,
} from './components/CopyCommand/CopyCommand';
export {
  DataTable,
  type DataTableProps,
} from './components/DataTable/DataTable';
export { downloadCsv } from './components/DataTable/downloadCsv';
export {
  type DataTableColumn,
  type DataTableFilter,
  type DataTableSort,
} from './components/DataTable/types';
export {
  DeniedState,
  type DeniedStateProps,
} from './components/States/DeniedState';
export { Digest, type DigestProps } from './components/Digest/Digest';
export { Drawer, type DrawerProps } from './components/Drawer/Drawer';
export {
  EmptyState,
  type EmptyStateProps,
} from './components/States/EmptyState';
export {
  ErrorState,
  type ErrorStateProps,
} from './components/States/ErrorState';
export {
  FactList,
  type Fact,
  type FactListProps,
} from './components/FactList/FactList';
export { Figure, type FigureProps } from './components/Figure/Figure';
export { FileTree, type FileTreeProps } from './components/FileTree/FileTree';
export { type TreeFile } from './components/FileTree/fileNodes';
export {
  LoadingState,
  type LoadingStateProps,
} from './components/States/LoadingState';
export { Mark, type MarkProps } from './components/Mark/Mark';
export { Markdown, type MarkdownProps } from './components/Markdown/Markdown';
export { Page, type PageProps } from './components/Page/Page';
export {
  PageHeader,
  type PageHeaderProps,
} from './components/PageHeader/PageHeader';
export { Panel, type PanelProps } from './components/Panel/Panel';
export { Progress, type ProgressProps } from './components/Progress/Progress';
export { SaysWho, type SaysWhoProps } from './components/SaysWho/SaysWho';
export { ScrollRegion } from './components/ScrollRegion/ScrollRegion';
export { Section, type SectionProps } from './components/Section/Section';
export {
  SidePanel,
  type SidePanelProps,
} from './components/SidePanel/SidePanel';
export { StaleNote, type StaleNoteProps } from './components/States/StaleNote';
export {
  StatePill,
  type StatePillProps,
} from './components/StatePill/StatePill';
export { Wordmark } from './components/Mark/Wordmark';
export { brandIcon } from './components/Mark/brandIcon';

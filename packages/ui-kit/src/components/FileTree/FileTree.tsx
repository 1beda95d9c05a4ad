import { RiArrowRightSLine, RiFileLine, RiFolderLine } from '@remixicon/react';
import { useMemo, useState } from 'react';
import {
  Button,
  Collection,
  Tree,
  TreeItem,
  TreeItemContent,
  type Key,
} from 'react-aria-components';
import { useWords } from '../../useWords';
import { StatePill } from '../StatePill/StatePill';
import { fileNodes, type FileNode, type TreeFile } from './fileNodes';
import styles from './FileTree.module.css';

/** Props of {@link FileTree}. */
export interface FileTreeProps {
  files: TreeFile[];
  /** Path of the file that is shown. */
  selected?: string;
  onSelect?: (path: string) => void;
  /** What the files are; "Files" without it. */
  label?: string;
}

/** Folders get a key of their own: a file and a folder may never be mistaken for each other. */
const folderKey = (path: string) => `${path}/`;

function keyOf(node: FileNode): string {
  return node.file ? node.path : folderKey(node.path);
}

function folderKeys(nodes: FileNode[]): string[] {
  return nodes.flatMap(node =>
    node.file ? [] : [keyOf(node), ...folderKeys(node.children)],
  );
}

function Item({ node }: { node: FileNode }) {
  const t = useWords();
  const isFolder = !node.file;
  const Icon = isFolder ? RiFolderLine : RiFileLine;
  return (
    <TreeItem
      id={keyOf(node)}
      textValue={node.name}
      className={styles.item}
      data-folder={isFolder || undefined}
    >
      <TreeItemContent>
        <span className={styles.content}>
          {isFolder ? (
            <Button
              slot="chevron"
              className={styles.chevron}
              aria-label={t('files.expand')}
            >
              <RiArrowRightSLine aria-hidden />
            </Button>
          ) : (
            <span className={styles.chevron} />
          )}
          <Icon aria-hidden className={styles.icon} />
          <span className={styles.name}>{node.name}</span>
          {node.file?.note && (
            <span className={styles.note}>{node.file.note}</span>
          )}
          {node.file?.state && <StatePill state={node.file.state} />}
        </span>
      </TreeItemContent>
      <Collection
        items={node.children.map(child => ({ id: keyOf(child), child }))}
      >
        {({ child }) => <Item node={child} />}
      </Collection>
    </TreeItem>
  );
}

/**
 * Files in their folders. Arrow keys move and open or close folders, Enter chooses a file, letters
 * jump to a name.
 */
export function FileTree({ files, selected, onSelect, label }: FileTreeProps) {
  const t = useWords();
  const nodes = useMemo(() => fileNodes(files), [files]);
  const folders = useMemo(() => folderKeys(nodes), [nodes]);
  // Kept as what is closed, so that folders which appear later start open.
  const [closed, setClosed] = useState<ReadonlySet<Key>>(new Set());

  function toggle(key: Key) {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  }

  function choose(key: Key) {
    if (folders.includes(String(key))) {
      toggle(key);
    } else {
      onSelect?.(String(key));
    }
  }

  return (
    <Tree
      className={styles.tree}
      aria-label={label ?? t('files.label')}
      items={nodes.map(node => ({ id: keyOf(node), node }))}
      expandedKeys={folders.filter(key => !closed.has(key))}
      onExpandedChange={open =>
        setClosed(new Set(folders.filter(key => !open.has(key))))
      }
      // With selection on, a press selects; without, it is an action, which folders answer.
      onAction={onSelect ? undefined : choose}
      selectionMode={onSelect ? 'single' : 'none'}
      selectedKeys={selected === undefined ? [] : [selected]}
      onSelectionChange={keys => {
        if (keys !== 'all') keys.forEach(choose);
      }}
    >
      {({ node }) => <Item node={node} />}
    </Tree>
  );
}

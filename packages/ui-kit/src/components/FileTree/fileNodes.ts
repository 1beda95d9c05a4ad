import { type State } from '../../tokens/tokens';

/** A file of the tree. */
export interface TreeFile {
  /** Path with forward slashes, relative to the root. */
  path: string;
  /** What becomes of the file, in few words ("seeded", "executable"). */
  note?: string;
  state?: State;
}

/** A folder or file; folders have children. */
export interface FileNode {
  path: string;
  name: string;
  file?: TreeFile;
  children: FileNode[];
}

function sorted(nodes: FileNode[]): FileNode[] {
  return nodes
    .map(node => ({ ...node, children: sorted(node.children) }))
    .sort(
      (a, b) =>
        Number(Boolean(a.file)) - Number(Boolean(b.file)) ||
        a.name.localeCompare(b.name, 'en'),
    );
}

/** Nests files into folders; folders first, then by name. */
export function fileNodes(files: readonly TreeFile[]): FileNode[] {
  const root: FileNode = { path: '', name: '', children: [] };
  const folders = new Map([['', root]]);

  function folder(path: string): FileNode {
    const known = folders.get(path);
    if (known) return known;
    const cut = path.lastIndexOf('/');
    const node = { path, name: path.slice(cut + 1), children: [] };
    folders.set(path, node);
    folder(cut < 0 ? '' : path.slice(0, cut)).children.push(node);
    return node;
  }

  for (const file of files) {
    const path = file.path.replace(/^\.?\/+/, '');
    const cut = path.lastIndexOf('/');
    folder(cut < 0 ? '' : path.slice(0, cut)).children.push({
      path: file.path,
      name: path.slice(cut + 1),
      file,
      children: [],
    });
  }
  return sorted(root.children);
}

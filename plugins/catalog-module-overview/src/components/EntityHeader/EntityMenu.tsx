import {
  AppNode,
  appTreeApiRef,
  ExtensionBoundary,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityContextMenuItemBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { overviewTranslationRef } from '../../translation';

const { data: itemRef, filterFunction: filterRef } =
  EntityContextMenuItemBlueprint.dataRefs;

/**
 * The menu of the entity page. A header of one's own does not get the page's menu
 * items handed in, so they are taken from where they are attached.
 */
export function EntityMenu() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(overviewTranslationRef);
  const { tree } = useApi(appTreeApiRef).getTree();
  const nodes = (
    tree.nodes
      .get('page:catalog/entity')
      ?.edges.attachments.get('contextMenuItems') ?? []
  ).filter(node => {
    const filter = node.instance?.getData(filterRef);
    return node.instance && (!filter || filter(entity));
  });
  if (nodes.length === 0) {
    return null;
  }
  return (
    <MenuTrigger>
      <ButtonIcon
        variant="secondary"
        aria-label={t('header.more')}
        icon={<RiMore2Line />}
      />
      <Menu placement="bottom end">
        {nodes.map(node => (
          <Item key={node.spec.id} node={node} />
        ))}
      </Menu>
    </MenuTrigger>
  );
}

function Item({ node }: { node: AppNode }) {
  return (
    <ExtensionBoundary node={node} errorPresentation="error-api">
      <ItemContent node={node} />
    </ExtensionBoundary>
  );
}

function ItemContent({ node }: { node: AppNode }) {
  const data = node.instance?.getData(itemRef);
  return data ? <LoadedItem icon={data.icon} useProps={data.useProps} /> : null;
}

function LoadedItem({
  icon,
  useProps,
}: Pick<NonNullable<(typeof itemRef)['T']>, 'icon' | 'useProps'>) {
  const { title, disabled, onClick, ...link } = useProps();
  return (
    <MenuItem
      iconStart={icon}
      isDisabled={disabled}
      onAction={onClick && (() => void onClick())}
      {...('href' in link && { href: link.href })}
    >
      {title}
    </MenuItem>
  );
}

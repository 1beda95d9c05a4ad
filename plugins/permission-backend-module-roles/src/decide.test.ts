import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import { scaffolderPermissions } from '@backstage/plugin-scaffolder-common/alpha';
import { decide, findRule } from './decide';
import { ROLE_TABLE } from './roleTable';
import { ROLE_NAMES, RoleName } from './roles';

const permissions = [
  ...[...catalogPermissions, ...scaffolderPermissions].map(permission => ({
    name: permission.name,
    action: permission.attributes.action,
  })),
  { name: 'adr.record.read', action: 'read' },
  { name: 'adr.record.refresh', action: 'update' },
  { name: 'golden-path.fleet.read', action: 'read' },
  { name: 'golden-path.update.own', action: 'update' },
  { name: 'golden-path.update.any', action: 'update' },
  { name: 'golden-path.campaign.manage', action: 'update' },
  { name: 'devtools.config', action: 'read' },
  { name: 'kubernetes.proxy', action: undefined },
];

const columns: (RoleName | 'nobody' | undefined)[] = [
  ...ROLE_NAMES,
  'nobody',
  undefined,
];

/** Marks: `all`, `own` (what one owns or started), `-` (denied). */
function matrix(): string {
  const rows = permissions.map(permission => {
    const cells = columns.map(column => {
      const roles = column === 'nobody' ? [] : column && [column];
      const { scope } = decide(permission, roles);
      if (!scope) return '-';
      return scope === 'all' ? 'all' : 'own';
    });
    return [permission.name, ...cells];
  });
  return [
    [
      'permission',
      'platform',
      'dev',
      'sre',
      'compliance',
      'security',
      'tenant',
      'no role',
      'signed out',
    ],
    ...rows,
  ]
    .map(([name, ...cells]) =>
      [name.padEnd(35), ...cells.map(cell => cell.padEnd(11))]
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

describe('the role table', () => {
  it('gives each role exactly this', () => {
    expect(`\n${matrix()}\n`).toBe(`
permission                         platform   dev        sre        compliance security   tenant     no role    signed out
catalog.entity.read                all        all        all        all        all        all        all        -
catalog.entity.create              all        -          -          -          -          -          -          -
catalog.entity.delete              all        -          -          -          -          -          -          -
catalog.entity.refresh             all        own        own        own        own        own        own        -
catalog.entity.validate            all        all        all        -          -          -          -          -
catalog.location.read              all        all        all        all        all        all        all        -
catalog.location.create            all        -          -          -          -          -          -          -
catalog.location.delete            all        -          -          -          -          -          -          -
catalog.location.analyze           all        -          -          -          -          -          -          -
catalog.ingestion.read             all        all        all        all        all        all        all        -
catalog.ingestion.manage           all        -          -          -          -          -          -          -
scaffolder.template.parameter.read all        all        all        all        all        all        all        -
scaffolder.template.step.read      all        all        all        all        all        all        all        -
scaffolder.action.execute          all        all        all        -          -          -          -          -
scaffolder.task.cancel             all        own        own        -          -          -          -          -
scaffolder.task.create             all        all        all        -          -          -          -          -
scaffolder.task.read               all        own        own        own        own        own        own        -
scaffolder.template.dry-run        all        all        all        -          -          -          -          -
scaffolder.template.management     all        -          -          -          -          -          -          -
adr.record.read                    all        all        all        all        all        all        all        -
adr.record.refresh                 all        all        all        all        -          -          -          -
golden-path.fleet.read             all        all        all        all        all        all        all        -
golden-path.update.own             all        all        all        -          -          -          -          -
golden-path.update.any             all        -          -          -          -          -          -          -
golden-path.campaign.manage        all        -          -          -          -          -          -          -
devtools.config                    all        -          -          -          -          -          -          -
kubernetes.proxy                   -          -          -          -          -          -          -          -
`);
  });

  it('lets no permission pass for a read because the question says so', () => {
    expect(
      decide({ name: 'scaffolder.task.create', action: 'read' }, []).scope,
    ).toBeUndefined();
    expect(findRule('devtools', 'update').name).toBe('unknown');
    expect(findRule('devtoolsx.config', 'update').name).toBe('unknown');
  });

  it('takes the widest of several grants, whatever their order', () => {
    expect(
      decide({ name: 'scaffolder.task.read', action: 'read' }, [
        'security-analysts',
        'platform-engineers',
      ]).scope,
    ).toBe('all');
  });

  it('has unique names, no permission twice, and a reason for each rule', () => {
    const names = ROLE_TABLE.map(rule => rule.name);
    const all = ROLE_TABLE.flatMap(rule => rule.permissions);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(all).size).toBe(all.length);
    for (const rule of ROLE_TABLE) {
      expect(rule.reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});

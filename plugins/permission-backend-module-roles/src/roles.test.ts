import { ConfigReader } from '@backstage/config';
import { readRoles, rolesOf } from './roles';

const read = (roles?: object) =>
  readRoles(new ConfigReader(roles && { companyos: { roles } }));

describe('roles', () => {
  it('are the catalog groups of their name until configured otherwise', () => {
    expect(rolesOf(read(), ['group:default/tenant-admins'])).toEqual([
      {
        name: 'tenant-admins',
        title: 'Tenant administrator',
        groups: ['group:default/tenant-admins'],
        contact: 'group:default/platform-team',
      },
    ]);

    const roles = read({
      'service-developers': {
        title: 'Builder',
        groups: ['engineering', 'group:partners/Builders'],
        contact: 'user:default/maya.chen',
      },
    });
    expect(
      rolesOf(roles, [
        'user:default/leo',
        'group:default/service-developers',
        'group:Partners/builders',
      ]).map(role => [role.title, role.groups, role.contact]),
    ).toEqual([
      [
        'Builder',
        ['group:default/engineering', 'group:partners/builders'],
        'user:default/maya.chen',
      ],
    ]);
    expect(rolesOf(roles, ['group:default/service-developers'])).toEqual([]);
  });

  it('do not start with a role nobody has heard of, or a ref that is none', () => {
    expect(() => read({ 'platform-engineer': { groups: ['x'] } })).toThrow(
      'companyos.roles.platform-engineer is not a role; the roles are platform-engineers',
    );
    expect(() => read({ 'tenant-admins': { groups: ['group:'] } })).toThrow(
      'companyos.roles.tenant-admins.groups: "group:" is no entity ref',
    );
  });
});

import { UpdateStatus } from '@companyos/plugin-golden-path-common';
import fc from 'fast-check';
import {
  CampaignCommand,
  CampaignState,
  commandCampaign,
  countMembers,
  isAllowed,
  planMembers,
  recordOpened,
  stepCampaign,
  waveCount,
  waveSize,
} from './campaign';

const refs = (count: number) =>
  Array.from({ length: count }, (_, index) => `component:default/r${index}`);

function campaign(values: Partial<CampaignState> & { count: number }) {
  const { count, waves = [1, 2], ...rest } = values;
  const state: CampaignState = {
    status: 'draft',
    wave: 0,
    waves,
    stopAfterFailures: 1,
    autoMerge: true,
    members: planMembers(refs(count), waves),
    ...rest,
  };
  return state;
}

/** The world around a campaign: updates that are opened, checked, merged and sometimes fail. */
class World {
  readonly updates = new Map<string, UpdateStatus>();
  opened = 0;

  constructor(public state: CampaignState) {}

  command(command: CampaignCommand) {
    if (isAllowed(command, this.state.status)) {
      this.state = commandCampaign(this.state, command, 'user:default/maya');
    }
  }

  /** @param crash - dies after so many actions, so that the rest is never told */
  tick(crash = Infinity) {
    const { state, actions } = stepCampaign(this.state, this.updates);
    this.state = state;
    actions.slice(0, crash).forEach(action => {
      if (action.type === 'merge') {
        this.updates.set(action.updateId, 'merged');
        return;
      }
      const updateId = `update of ${action.entityRef}`;
      if (!this.updates.has(updateId)) {
        this.opened += 1;
        this.updates.set(updateId, 'checking');
      }
      this.state = recordOpened(this.state, action.entityRef, {
        kind: 'opened',
        updateId,
      });
    });
    return actions;
  }

  /** Ends the checks of the update at this place among those that are checked. */
  settle(index: number, status: UpdateStatus) {
    const checking = [...this.updates].filter(([, now]) => now === 'checking');
    if (checking.length) {
      this.updates.set(checking[index % checking.length][0], status);
    }
  }
}

describe('a campaign', () => {
  it('goes wave by wave, waits for each, and merges what is ready', () => {
    const world = new World(campaign({ count: 6 }));
    expect(world.state.members.map(({ wave }) => wave)).toEqual([
      1, 2, 2, 3, 3, 4,
    ]);
    expect(waveCount(world.state.members)).toBe(4);
    expect(world.tick()).toEqual([]);
    world.command('start');
    expect(world.tick()).toMatchObject([{ type: 'open' }]);
    expect(world.tick()).toEqual([]);
    world.settle(0, 'ready');
    expect(world.tick()).toMatchObject([{ type: 'merge' }]);
    expect(world.tick()).toMatchObject([{ type: 'open' }, { type: 'open' }]);
    expect(world.state).toMatchObject({ status: 'running', wave: 2 });
    world.settle(0, 'ready');
    world.tick();
    // One of two is merged; the next wave waits for the other.
    expect(world.tick()).toEqual([]);
    world.settle(0, 'merged');
    world.tick();
    expect(world.state.wave).toBe(3);
    world.settle(0, 'ready');
    world.settle(0, 'closed');
    world.tick();
    world.tick();
    world.settle(0, 'ready');
    world.tick();
    world.tick();
    expect(world.state.status).toBe('completed');
    expect(countMembers(world.state.members)).toMatchObject({
      done: 5,
      skipped: 1,
    });
  });

  it('leaves merging to people where that is the plan', () => {
    const world = new World(campaign({ count: 2, autoMerge: false }));
    world.command('start');
    world.tick();
    world.settle(0, 'ready');
    expect(world.tick()).toEqual([]);
    expect(world.state.wave).toBe(1);
    world.updates.set('update of component:default/r0', 'merged');
    expect(world.tick()).toMatchObject([{ type: 'open' }]);
  });

  it('stops after failures, goes on in spite of them, and asks again when a mended one fails again', () => {
    const world = new World(
      campaign({ count: 8, waves: [4], stopAfterFailures: 2 }),
    );
    world.command('start');
    world.tick();
    world.settle(0, 'failed');
    world.tick();
    expect(world.state.status).toBe('running');
    world.settle(0, 'conflicts');
    expect(world.tick()).toEqual([]);
    expect(world.state).toMatchObject({
      status: 'stopped',
      reason: '2 of 4 updates in wave 1 failed; the campaign stops after 2',
    });
    // What runs is still followed, but nothing is begun or merged.
    world.settle(0, 'ready');
    expect(world.tick()).toEqual([]);
    expect(countMembers(world.state.members)).toMatchObject({ ready: 1 });

    world.command('resume');
    expect(world.tick()).toMatchObject([{ type: 'merge' }]);
    world.updates.set('update of component:default/r0', 'checking');
    world.tick();
    expect(world.state.members[0]).toMatchObject({
      status: 'updating',
      acknowledged: false,
    });
    world.updates.set('update of component:default/r0', 'failed');
    world.tick();
    expect(world.state.status).toBe('running');
    world.settle(0, 'failed');
    world.tick();
    expect(world.state.status).toBe('stopped');
    world.command('cancel');
    expect(world.state.members.slice(4)).toEqual(
      Array(4).fill(expect.objectContaining({ status: 'skipped' })),
    );
    expect(isAllowed('resume', world.state.status)).toBe(false);
  });

  it('records a member that could not be updated', () => {
    const started = commandCampaign(
      campaign({ count: 2, waves: [2] }),
      'start',
      'x',
    );
    let { state } = stepCampaign(started, new Map());
    state = recordOpened(state, refs(2)[0], {
      kind: 'skipped',
      reason: 'It is at 1.1.0 already',
    });
    state = recordOpened(state, refs(2)[1], { kind: 'failed', reason: 'No' });
    expect(stepCampaign(state, new Map()).state).toMatchObject({
      status: 'stopped',
      members: [{ status: 'skipped' }, { status: 'failed', reason: 'No' }],
    });
  });

  it('keeps its promises whatever happens', () => {
    const event = fc.oneof(
      { weight: 6, arbitrary: fc.constant({ type: 'tick' as const }) },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('crash' as const),
          after: fc.nat({ max: 3 }),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          type: fc.constant('settle' as const),
          index: fc.nat({ max: 20 }),
          status: fc.constantFrom<UpdateStatus>(
            'ready',
            'ready',
            'failed',
            'conflicts',
            'merged',
            'closed',
          ),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('command' as const),
          command: fc.constantFrom<CampaignCommand>('pause', 'resume'),
        }),
      },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 5 }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        fc.array(event, { maxLength: 80 }),
        (count, waves, stopAfterFailures, autoMerge, events) => {
          const world = new World(
            campaign({ count, waves, stopAfterFailures, autoMerge }),
          );
          world.command('start');
          const promises = () => {
            const { state } = world;
            const counts = countMembers(state.members);
            // Never more in progress than the wave's size.
            expect(counts.updating + counts.ready).toBeLessThanOrEqual(
              waveSize(state.waves, state.wave),
            );
            // Nobody is lost, and nobody is updated twice.
            expect(state.members.map(({ entityRef }) => entityRef)).toEqual(
              refs(count),
            );
            expect(world.opened).toBe(world.updates.size);
            // Later waves wait.
            expect(
              state.members.filter(
                member =>
                  member.wave > state.wave && member.status !== 'waiting',
              ),
            ).toEqual([]);
            expect(state.status === 'completed' ? counts.waiting : 0).toBe(0);
          };
          for (const item of events) {
            if (item.type === 'command') world.command(item.command);
            if (item.type === 'settle') world.settle(item.index, item.status);
            if (item.type === 'tick') world.tick();
            if (item.type === 'crash') world.tick(item.after);
            const hasStepped = item.type === 'tick' || item.type === 'crash';
            const unanswered = world.state.members.filter(
              member =>
                member.wave === world.state.wave &&
                ['failed', 'conflicts'].includes(member.status) &&
                !member.acknowledged,
            ).length;
            // A running campaign has fewer failures than it may have.
            expect(
              hasStepped && world.state.status === 'running' ? unanswered : 0,
            ).toBeLessThan(stopAfterFailures);
            promises();
          }
          // Whatever happened, it comes to an end when checks pass and people go on.
          for (let round = 0; round < 4 * count + 4; round += 1) {
            world.command('resume');
            world.tick();
            promises();
            [...world.updates].forEach(([id, status]) => {
              if (status === 'checking' || status === 'ready') {
                world.updates.set(id, 'merged');
              }
            });
          }
          expect(world.state.status).toBe('completed');
        },
      ),
      { numRuns: 120 },
    );
  });
});

import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  Compatibility,
  EventSchema,
  EventSchemaDetail,
  laneOf,
  SchemaList,
} from '@companyos/plugin-intelgraph-common';
import { RegisteredSchema, SchemaStore } from './database/SchemaStore';
import { builtInSchemas } from './domain/schemas/builtInSchemas';
import { checkCompatibility } from './domain/schemas/checkCompatibility';
import { checkSchema } from './domain/schemas/checkSchema';
import { SchemaRegistry } from './domain/schemas/SchemaRegistry';
import { EventSchemaVersion } from './domain/types';

/** How long it may take until a replica knows what another registered. */
const FRESH_MS = 5_000;

const toVersion = (schema: RegisteredSchema): EventSchemaVersion => ({
  type: schema.type,
  version: schema.version,
  compatibility: schema.compatibility,
  origin: 'registered',
  schema: schema.schema,
});

/** The event types that are understood: those that are built in, and those that were registered. */
export class EventSchemas {
  readonly #store: SchemaStore;
  readonly #now: () => number;
  #current: {
    registry: SchemaRegistry;
    registered: RegisteredSchema[];
    at: number;
  } = { registry: new SchemaRegistry(builtInSchemas), registered: [], at: 0 };

  constructor(options: { store: SchemaStore; now: () => number }) {
    this.#store = options.store;
    this.#now = options.now;
  }

  /** What is understood now. */
  async registry(): Promise<SchemaRegistry> {
    if (this.#now() - this.#current.at >= FRESH_MS) {
      const count = await this.#store.count();
      if (count === this.#current.registered.length) {
        this.#current = { ...this.#current, at: this.#now() };
      } else {
        await this.#reload();
      }
    }
    return this.#current.registry;
  }

  async list(): Promise<SchemaList> {
    await this.registry();
    const items = [
      ...builtInSchemas.map(toEventSchema),
      ...this.#current.registered.map(toEventSchemaOfRegistered),
    ];
    return {
      items: items.sort((a, b) =>
        `${a.type} ${a.version}` < `${b.type} ${b.version}` ? -1 : 1,
      ),
    };
  }

  /** @throws NotFoundError */
  async get(type: string, version: string): Promise<EventSchemaDetail> {
    await this.registry();
    const registered = this.#current.registered.find(
      one => one.type === type && one.version === version,
    );
    if (registered) {
      return {
        ...toEventSchemaOfRegistered(registered),
        schema: registered.schema,
      };
    }
    const builtIn = builtInSchemas.find(
      one => one.type === type && one.version === version,
    );
    if (!builtIn) {
      throw new NotFoundError(`There is no version ${version} of ${type}`);
    }
    return { ...toEventSchema(builtIn), schema: builtIn.schema };
  }

  /**
   * Adds a version. The same version with the same schema again changes nothing.
   *
   * @throws InputError when the schema is none, or breaks what earlier versions of its major promised
   * @throws ConflictError when the version is there with another schema
   */
  async register(
    wanted: {
      type: string;
      version: string;
      schema: JsonObject;
      compatibility?: Compatibility;
    },
    by: string,
  ): Promise<EventSchema> {
    await this.#reload();
    const schema: RegisteredSchema = {
      type: wanted.type,
      version: wanted.version,
      compatibility: wanted.compatibility ?? 'full-transitive',
      schema: wanted.schema,
      registeredBy: by,
      registeredAt: this.#now(),
    };
    if (/^dev\.cdevents(x\.companyos-[a-z0-9]+)?\./.test(schema.type)) {
      throw new InputError(
        `${schema.type} is defined by CDEvents or by this portal; its versions come with the portal`,
      );
    }
    const fault = checkSchema(schema.schema);
    if (fault) {
      throw new InputError(`/schema${fault.pointer}: ${fault.reason}`);
    }
    const known = [
      ...builtInSchemas,
      ...this.#current.registered.map(toVersion),
    ].filter(({ type }) => type === schema.type);
    const same = this.#current.registered.find(
      one => one.type === schema.type && one.version === schema.version,
    );
    if (same) {
      if (JSON.stringify(same.schema) === JSON.stringify(schema.schema)) {
        return toEventSchemaOfRegistered(same);
      }
      throw new ConflictError(
        `${schema.type} ${schema.version} is registered with another schema; a version never changes, so register a newer one`,
      );
    }
    const violations = checkCompatibility(known, toVersion(schema));
    if (violations.length > 0) {
      throw new InputError(
        `The schema breaks what earlier versions promised (${
          schema.compatibility
        }): ${violations
          .slice(0, 5)
          .map(
            ({ pointer, reason, against }) =>
              `${pointer || '/'} ${reason} (against ${against})`,
          )
          .join('; ')}`,
      );
    }
    if (!(await this.#store.add(schema))) {
      throw new ConflictError(
        `${schema.type} ${schema.version} was registered at this moment by somebody else`,
      );
    }
    await this.#reload();
    return toEventSchemaOfRegistered(schema);
  }

  async #reload(): Promise<void> {
    const registered = await this.#store.list();
    this.#current = {
      registered,
      registry: new SchemaRegistry([
        ...builtInSchemas,
        ...registered.map(toVersion),
      ]),
      at: this.#now(),
    };
  }
}

function toEventSchema(schema: EventSchemaVersion): EventSchema {
  const { type, version, compatibility, origin } = schema;
  return { type, version, lane: laneOf(type), compatibility, origin };
}

function toEventSchemaOfRegistered(schema: RegisteredSchema): EventSchema {
  return {
    ...toEventSchema(toVersion(schema)),
    registeredBy: schema.registeredBy,
    registeredAt: new Date(schema.registeredAt).toISOString(),
  };
}

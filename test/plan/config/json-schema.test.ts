import { expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../../src/plan/config/schema/config.js';

// The published schema is that by which configs are checked. After a change: npx vitest run json-schema --update
it('docs/config.schema.json is the schema of a config', async () => {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  const titled = { title: 'lotus-bench config', ...schema };
  await expect(`${JSON.stringify(titled, null, 2)}\n`).toMatchFileSnapshot('../../../docs/config.schema.json');
});

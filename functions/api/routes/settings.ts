import * as z from 'zod';
import { ROLES, type Role } from '../../../shared/domain/dashboard-api.ts';
import {
  PART_VALUE_SCHEMAS,
  SettingsChangeRequestSchema,
  SettingsCheckRequestSchema,
  SettingsCheckSchema,
  SettingsHistorySchema,
  SettingsRestorationRequestSchema,
  SettingsViewSchema,
} from '../../../shared/domain/settings-api.ts';
import { SettingsEditionSchema, type SettingsPart } from '../../../shared/domain/settings-edition.ts';
import { editPart } from '../../../shared/runtime/edit-settings.ts';
import { changeSettings, currentView } from '../change-settings.ts';
import { decodeCursor, encodeCursor, pageParameters } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { settingsPreview } from '../settings-preview.ts';

const view = { name: 'Settings', schema: SettingsViewSchema } as const;
const changed = ['conflict', 'invalid-settings'] as const;

/** Saves one part. A route each, because each has its own shape and its own people. */
function partRoute<Part extends SettingsPart>(
  part: Part,
  parts: {
    readonly summary: string;
    readonly roles: readonly Role[];
    readonly example: z.input<(typeof PART_VALUE_SCHEMAS)[Part]>;
  },
) {
  return defineRoute({
    method: 'put',
    path: `/settings/${part}`,
    summary: parts.summary,
    roles: parts.roles,
    body: SettingsChangeRequestSchema.extend({ value: PART_VALUE_SCHEMAS[part] as z.ZodType }),
    success: view,
    problems: changed,
    example: { body: { edition: 0, value: parts.example, note: '회의에서 정함' } },
    async handle({ body: { edition, value, note }, session, deps }) {
      return { json: await changeSettings(deps, { part, value }, { edition, note, session }) };
    },
  });
}

/** `/settings`: what people edit while everything runs, and its history. */
export const settingsRoutes = [
  defineRoute({
    method: 'get',
    path: '/settings',
    summary: 'Reasons, words and alert rules as they hold now, and whether stored voices are behind',
    roles: ROLES,
    success: view,
    example: {},
    handle: async ({ deps }) => ({ json: await currentView(deps) }),
  }),
  defineRoute({
    method: 'get',
    path: '/settings/history',
    summary: 'Who edited what and when, newest first',
    roles: ROLES,
    query: z.strictObject(pageParameters({ default: 20, max: 50 })),
    success: { name: 'SettingsHistory', schema: SettingsHistorySchema },
    example: {},
    async handle({ query: { cursor, limit }, deps }) {
      const list = 'settings-history';
      const before = cursor === undefined ? undefined : decodeCursor(z.int().min(1), cursor, list);
      const found = await deps.settings.history(limit + 1, before);
      const editions = found.slice(0, limit).map(({ readingEdition: _, ...entry }) => entry);
      const last = editions.at(-1);
      const more = found.length > limit && last !== undefined;
      return { json: { editions, nextCursor: more ? encodeCursor(last.edition, list) : null } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/settings/editions/{edition}',
    summary: 'One edition with its whole content, as the difference from what was deployed',
    roles: ROLES,
    params: z.object({ edition: z.string().regex(/^[1-9]\d{0,7}$/, 'not the number of an edition') }),
    success: { name: 'SettingsEdition', schema: SettingsEditionSchema },
    problems: ['not-found'],
    example: { params: { edition: '1' } },
    async handle({ params: { edition }, deps }) {
      const found = await deps.settings.edition(Number(edition));
      if (found === undefined) throw new ApiProblem('not-found', 'There is no such edition.');
      return { json: found };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/settings/checks',
    summary: 'What is wrong with an edit, and what it would do to the newest voices; saves nothing',
    roles: ['marketer', 'cx', 'admin'],
    body: SettingsCheckRequestSchema,
    success: { name: 'SettingsCheck', schema: SettingsCheckSchema },
    example: {
      body: { part: 'domain-words', value: { words: [{ word: '환급알림', also: [] }], removed: [] } },
    },
    async handle({ body: { part, value }, deps }) {
      const { content: before } = await deps.newestSettings();
      const { findings, content } = editPart(deps.deployed, before, part, value);
      const preview =
        content === null || part === 'alert-rules' ? null : await settingsPreview(deps, before, content);
      return { json: { findings: [...findings], preview } };
    },
  }),
  partRoute('taxonomy', {
    summary: 'Names, explanations and phrases of reasons; stored voices are then read again',
    roles: ['marketer', 'admin'],
    example: {
      codes: [
        {
          code: 'refund-status',
          name: { ko: '환급 진행 상황', en: 'Refund status' },
          what: { ko: '환급이 어디까지 왔는지 모름', en: 'Does not know how far the refund is' },
          phrases: ['환급 언제', '환급~아직'],
        },
      ],
    },
  }),
  partRoute('domain-words', {
    summary: 'Words that stay whole and their spellings; stored voices are then read again',
    roles: ['marketer', 'admin'],
    example: { words: [{ word: '환급알림', also: ['환급 알람'] }], removed: [] },
  }),
  partRoute('alert-rules', {
    summary: 'Which alerts a team hears of, and when',
    roles: ['cx', 'admin'],
    example: { rules: [{ team: 'sinks', rule: { minSeverity: 'warning', minVoices: 10 } }] },
  }),
  defineRoute({
    method: 'post',
    path: '/settings/restorations',
    summary: 'Makes the content of an earlier edition the newest one; 0 is what was deployed',
    roles: ['admin'],
    body: SettingsRestorationRequestSchema,
    success: view,
    problems: [...changed, 'not-found'],
    example: { body: { edition: 0, restore: 1 } },
    async handle({ body: { edition, restore, note }, session, deps }) {
      return { json: await changeSettings(deps, { restore }, { edition, note, session }) };
    },
  }),
];

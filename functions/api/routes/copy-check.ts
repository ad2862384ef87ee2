import {
  CopyChannelListSchema,
  CopyCheckRequestSchema,
  CopyFindingListSchema,
} from '../../../shared/domain/copy-check.ts';
import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import { checkCopy } from '../../../shared/insight/check-copy.ts';
import { channelRule } from '../../../shared/insight/messages/channel-rules.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute } from '../route.ts';

/** `/copy-check`: a draft held against the rules; nothing of it is kept. */
export const copyCheckRoutes = [
  defineRoute({
    method: 'get',
    path: '/copy-check',
    summary: 'The channels that a draft can be checked for, by the names that the copy rules give them',
    roles: ROLES,
    success: { name: 'CopyChannelList', schema: CopyChannelListSchema },
    example: {},
    async handle({ deps: { copyRules } }) {
      return { json: { channels: (copyRules.channels ?? []).flatMap(({ names }) => names.slice(0, 1)) } };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/copy-check',
    summary: 'Checks the draft of a message against the copy rules, the law and its channel',
    roles: ROLES,
    body: CopyCheckRequestSchema,
    success: { name: 'CopyFindingList', schema: CopyFindingListSchema },
    example: { body: { text: '(광고) 100% 환급 보장', channel: 'LMS', at: '21:30' } },
    async handle({ body: { text, channel, at }, deps: { copyRules } }) {
      // A mistyped channel must not pass as one without rules.
      if (channel !== undefined && channelRule(copyRules, channel) === undefined) {
        const known = (copyRules.channels ?? []).map(({ names }) => names[0]).join(', ');
        throw new ApiProblem('bad-request', `channel: unknown. Known: ${known}.`);
      }
      return { json: { findings: checkCopy(text, copyRules, { channel, at }) } };
    },
  }),
];

import { configuredRoot, synthesize, type Template, withSources } from './synthesized-stack.ts';

const SOURCES = `  - id: zendesk
    connector: zendesk
    schedule: rate(1 hour)
    secret: voc/sources/zendesk
    config: { subdomain: example }
`;
const SINKS = `sinks:
  - { id: slack, type: slack, secret: voc/sinks/slack, channel: C0123456789, carries: [weekly-review, incident] }
  - { id: notion, type: notion, secret: voc/sinks/notion, dataSourceId: 00000000-0000-0000-0000-000000000000, carries: [weekly-review] }
  - { id: bigin, type: csv, table: keywords }
  - { id: braze-draft, type: braze-content-block, secret: voc/sinks/braze, restHost: "https://rest.kr-01.braze.com" }
crmNotes:
  zendesk: { url: "https://example.zendesk.com", source: zendesk, secret: voc/crm-notes/zendesk }
  dataverse: { url: "https://example.crm21.dynamics.com", tenantId: example.com, secret: voc/crm-notes/dataverse }
generative: { modelId: "amazon.nova-lite-v1:0", maxUsdPerRun: 0.05, usdPer1kInputTokens: 0.00006, usdPer1kOutputTokens: 0.00024 }
`;
const TEAMS = `  teams:
    - name: cx
      slack: { secret: voc/teams/slack }
      webhook: { url: "https://hooks.example.com/voc", secret: voc/teams/webhook }
      mail: { from: voc@example.com, to: [cx@example.com] }
`;

/** A configuration that switches on whatever asks for a permission of its own. */
function everythingOn(yaml: string): string {
  return withSources(yaml)
    .replace(/^sources:\n/m, `sources:\n${SOURCES}`)
    .replace(/^sinks: \[\]\n/m, SINKS)
    .replace(/^alerts:\n/m, `alerts:\n${TEAMS}`);
}

let made: Promise<Template> | undefined;

/** The template of the stack with {@link everythingOn}, made once for all files of a worker; nobody changes it. */
export function fullTemplate(): Promise<Template> {
  made ??= synthesize(configuredRoot(everythingOn)).then(({ template }) => template);
  return made;
}

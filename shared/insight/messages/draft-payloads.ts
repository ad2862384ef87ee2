import type { SuggestionRecord } from '../../domain/suggestion-record.ts';
import { acceptedText } from './suggestion-decisions.ts';

/** The body of Braze's `POST /content_blocks/create`. */
export interface BrazeContentBlock {
  readonly name: string;
  readonly description: string;
  readonly content: string;
  readonly state: 'draft';
}

/** The body of Notion's `POST /v1/pages`. */
export interface NotionPage {
  readonly parent: { readonly type: 'data_source_id'; readonly data_source_id: string };
  readonly properties: Readonly<Record<string, { readonly title: readonly NotionText[] }>>;
  readonly children: readonly NotionBlock[];
}

interface NotionText {
  readonly type: 'text';
  readonly text: { readonly content: string };
}

type NotionBlock =
  | {
      readonly object: 'block';
      readonly type: 'quote';
      readonly quote: { readonly rich_text: readonly NotionText[] };
    }
  | {
      readonly object: 'block';
      readonly type: 'bulleted_list_item';
      readonly bulleted_list_item: { readonly rich_text: readonly NotionText[] };
    };

const MAX_DESCRIPTION = 249;
const MAX_NOTION_TEXT = 2_000;

/**
 * A content block of Braze for the accepted words, always in the state `draft`: Braze's own default is `active`, and
 * nothing may go out that no person has released there. The name is the same for the same suggestion; Braze refuses it
 * the second time, then `content_blocks/update` is meant. Names take Latin letters only.
 * @throws VocError `suggestion.not-ready` (permanent) where no text was accepted
 * @see https://www.braze.com/docs/api/endpoints/templates/content_blocks_templates/post_create_email_content_block
 */
export function brazeContentBlock(record: SuggestionRecord): BrazeContentBlock {
  const { suggestion, week } = record;
  const about = `voc ${week} · ${suggestion.pointId} · ‘${suggestion.phrase}’ · voc:${suggestion.id}`;
  return {
    name: `voc_${week}_${suggestion.id}`.replace(/[^A-Za-z0-9_-]/gu, '_').slice(0, 99),
    description: [...about].slice(0, MAX_DESCRIPTION).join(''),
    content: acceptedText(record),
    state: 'draft',
  };
}

/**
 * A page in a Notion database for the accepted words, with what speaks for them and how to test them.
 * @param titleProperty the name of the database's title property
 * @throws VocError `suggestion.not-ready` (permanent) where no text was accepted
 * @see https://developers.notion.com/reference/post-page
 */
export function notionPage(
  record: SuggestionRecord,
  database: { readonly dataSourceId: string; readonly titleProperty: string },
): NotionPage {
  const { suggestion, week } = record;
  const { test } = suggestion;
  const facts = [
    `망설이는 포인트: ${suggestion.pointId}`,
    `고객 표현: ‘${suggestion.phrase}’ (${suggestion.said}건)`,
    `대상: ${suggestion.segment} · 단계: ${suggestion.stage}`,
    ...(test === undefined || test === null
      ? []
      : [
          `A/B 테스트: 클릭률 ${(100 * test.baseline).toFixed(1)}%에서 ${(100 * test.minimumEffect).toFixed(0)}% 이상 달라지는지 보려면 한쪽에 ${test.perVariant.toLocaleString('ko-KR')}명`,
        ]),
    `결과를 연결하려면 캠페인 태그에 voc:${suggestion.id}`,
  ];
  return {
    parent: { type: 'data_source_id', data_source_id: database.dataSourceId },
    properties: {
      [database.titleProperty]: { title: textsOf(`[${week}] ‘${suggestion.phrase}’ 문안 초안`) },
    },
    children: [
      { object: 'block', type: 'quote', quote: { rich_text: textsOf(acceptedText(record)) } },
      ...facts.map(
        (fact): NotionBlock => ({
          object: 'block',
          type: 'bulleted_list_item',
          bulleted_list_item: { rich_text: textsOf(fact) },
        }),
      ),
    ],
  };
}

/** A text in pieces as long as Notion takes them. */
function textsOf(text: string): NotionText[] {
  const characters = [...text];
  // Notion counts UTF-16 units; a piece of half as many characters is never too long.
  const size = MAX_NOTION_TEXT / 2;
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) => ({
    type: 'text',
    text: { content: characters.slice(index * size, (index + 1) * size).join('') },
  }));
}

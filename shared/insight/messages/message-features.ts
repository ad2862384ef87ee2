import type { SentMessage } from '../../domain/sent-message.ts';
import { type MessageTone, toneOf } from './message-tone.ts';
import { type MessageTopic, topicsOf } from './message-topics.ts';

/** What a message is like, beside its words. */
export interface MessageFeatures {
  readonly tone: MessageTone;
  readonly topics: readonly MessageTopic[];
  /** Characters without the label, the opt-out line and links: what a reader reads. */
  readonly length: number;
  readonly hasImage: boolean;
  readonly hasLink: boolean;
  readonly hasEmoji: boolean;
  /** A figure: a sum, a percentage, a duration. */
  readonly hasNumber: boolean;
  /** Speaks to the reader by name. */
  readonly isPersonal: boolean;
}

/** The features of a sent message, or of a draft. */
export function featuresOf({ text, hasImage }: Pick<SentMessage, 'text' | 'hasImage'>): MessageFeatures {
  const spoken = spokenPart(text);
  return {
    tone: toneOf(text),
    topics: topicsOf(spoken),
    length: [...spoken].length,
    hasImage,
    hasLink: /https?:\/\//iu.test(text),
    hasEmoji: /\p{Extended_Pictographic}/u.test(text),
    hasNumber: /\d/u.test(spoken),
    isPersonal: /[{〔#]\{?\s*(이름|고객명|name|first_name)/iu.test(text),
  };
}

/** A text without what the law or the channel adds to it, in single spaces. */
export function spokenPart(text: string): string {
  return text
    .replace(/\(광고\)|\[[^\]]{1,20}\]|https?:\/\/\S+|무료 ?(수신)? ?거부[:\s]*[\d-]*/giu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The features that the effect model asks for, by name. */
export const FEATURE_COLUMNS = {
  'tone.reassuring': ({ tone }) => tone === 'reassuring',
  'tone.urgent': ({ tone }) => tone === 'urgent',
  'tone.sensational': ({ tone }) => tone === 'sensational',
  image: ({ hasImage }) => hasImage,
  emoji: ({ hasEmoji }) => hasEmoji,
  number: ({ hasNumber }) => hasNumber,
  personal: ({ isPersonal }) => isPersonal,
  long: ({ length }) => length > 60,
} as const satisfies Record<string, (features: MessageFeatures) => boolean>;
export type FeatureName = keyof typeof FEATURE_COLUMNS;

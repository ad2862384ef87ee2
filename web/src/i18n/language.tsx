import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { createFormats, type Formats } from '../formats.ts';
import { en } from './en.ts';
import { ko, type Messages } from './ko.ts';

export type Language = 'ko' | 'en';

const STORAGE_KEY = 'voc.language';
const messages: Readonly<Record<Language, Messages>> = { ko, en };

interface LanguageContext {
  readonly language: Language;
  readonly text: Messages;
  readonly format: Formats;
  setLanguage(language: Language): void;
}

const Context = createContext<LanguageContext | null>(null);

/** Gives the page its language: the reader's last choice, Korean at first. */
export function LanguageProvider({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'ko',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(STORAGE_KEY, language);
  }, [language]);
  const value = { language, text: messages[language], format: createFormats(language), setLanguage };
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Words and formats of the chosen language. */
export function useLanguage(): LanguageContext {
  const value = useContext(Context);
  if (value === null) throw new Error('useLanguage needs a LanguageProvider above it.');
  return value;
}

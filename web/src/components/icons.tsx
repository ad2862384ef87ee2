/** Line drawings of the menu and of buttons; decoration only, the words stand beside them. */
const PATHS = {
  thisWeek: 'M4 5.5h16v14H4zM4 9.500h16M8 3.500v4M16 3.500v4M8 13.500h3M8 16.500h6',
  reviews: 'M6 3.500h9l4 4v13H6zM14.500 3.500v4.500h4.500M9 12.500h7M9 16h5',
  alerts: 'M6 16.500v-5.500a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4',
  points: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 8v4.500M12 15.800v.2',
  keywords: 'M5 7V4.500h14V7M12 4.500v15M9 19.500h6',
  messages: 'M4 11.500l16-7-6 15.500-3-6.500zM11 13.500l9-9',
  followUps:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 19.500c.500-3.500 3-5.500 6-5.500s5.500 2 6 5.500M15 4.500a3.200 3.200 0 0 1 0 6.200M17 14.500c2.200.700 3.600 2.500 4 5',
  voices: 'M4 5h16v11.500h-8.500L7 20v-3.500H4zM8 9.300h8M8 12.500h5',
  collection:
    'M4 6.500c0-1.700 3.600-3 8-3s8 1.300 8 3-3.600 3-8 3-8-1.300-8-3zM4 6.500v11c0 1.700 3.600 3 8 3s8-1.300 8-3v-11M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3',
  previous: 'M14.500 6l-6 6 6 6',
  next: 'M9.500 6l6 6-6 6',
  moon: 'M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400',
  download: 'M12 4v10.500M7.500 10.500L12 15l4.500-4.500M5 19.500h14',
  print: 'M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z',
  refresh: 'M19 8a8 8 0 1 0 1 6M19.500 4v4.500H15',
  copy: 'M9 9h10.500v10.500H9zM5.500 15H4.500V4.500H15v1',
  back: 'M11 6l-6 6 6 6M5 12h14',
  settings: 'M4 7.500h9M17 7.500h3M4 16.500h3M11 16.500h9M15 5v5M9 14v5',
  signOut: 'M14 4.500H5v15h9M10 12h10M16.500 8.500L20 12l-3.500 3.500',
  warning: 'M12 4l9 16H3zM12 10v4.500M12 17.300v.2',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

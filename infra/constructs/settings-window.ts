import { Duration } from 'aws-cdk-lib';

/** How long an instance goes by the settings that it knows, before it looks whether people have edited them. */
export const SETTINGS_WINDOW = Duration.seconds(30);

/** The variable that says so. */
export const SETTINGS_WINDOW_VARIABLE = {
  SETTINGS_WINDOW_SECONDS: String(SETTINGS_WINDOW.toSeconds()),
} as const;

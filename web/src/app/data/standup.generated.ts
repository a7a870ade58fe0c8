// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.

/** Where a standup came from. */
export type StandupSource =
  /** A slash command in Slack. */
  | 'SLACK_COMMAND'
  /** A message in a Slack channel. */
  | 'SLACK_CHANNEL'
  /** The web page. */
  | 'WEB'
  /** This API, or an import. */
  | 'API'
  /** Put together from commits, reviews and pull requests. Nobody wrote it. */
  | 'INFERRED';

export type StandupPartsFragment = { readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string };

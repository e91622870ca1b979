/** How the body of a reply can be read. */
export const replyFormats = ['json', 'form', 'text', 'xml'] as const;

export type ReplyFormat = (typeof replyFormats)[number];

/** A sentence of the product, in which names of keys and values stand in backquotes. */
export function Words({ text }: { text: string }) {
  const parts = text.split('`');
  return <>{parts.map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}

/** Whether a mapping looks at a header of replies; `retry-after` and `link` mean something without a word of it. */
export function isRead(mapping: string, header: string): boolean {
  const isQuoted = ['"', "'", '`'].some(mark => mapping.toLowerCase().includes(`${mark}${header}${mark}`));
  const isMember = mapping.toLowerCase().includes(`headers.${header}`);
  return (
    header === 'retry-after' || header === 'link' || isMember || (isQuoted && mapping.includes('headers'))
  );
}

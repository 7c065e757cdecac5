/** The conversation pane: header, timeline, composer. */
export function Talk({ conversationId }: { readonly conversationId: string }) {
  return <section aria-label={conversationId} />
}

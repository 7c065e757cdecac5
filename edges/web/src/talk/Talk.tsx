export interface TalkProps {
  readonly conversationId: string
  /** Shows the list of conversations again, where there is room for one of the two. */
  readonly onBack?: () => void
  readonly onDetails?: () => void
}

/** The conversation pane: head, timeline, composer. */
export function Talk({ conversationId }: TalkProps) {
  return <section aria-label={conversationId} />
}

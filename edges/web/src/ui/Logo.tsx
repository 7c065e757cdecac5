/** Two who speak: one answers the other. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="logo">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M8 9.5A2.5 2.5 0 0 1 10.5 7h8A2.5 2.5 0 0 1 21 9.5v4a2.5 2.5 0 0 1-2.5 2.5H13l-3.2 2.9c-.7.6-1.8.1-1.8-.8V9.5Z"
        fill="var(--on-accent)"
      />
      <path
        d="M23.2 12.6c.5.4.8 1.1.8 1.9v10.4c0 .9-1.1 1.4-1.8.8L19 22.8h-4.5c-1 0-1.9-.6-2.300-1.500l2.100-1.900a1 1 0 0 1 .7-.3h5.700a2.500 2.500 0 0 0 2.500-2.500v-4Z"
        fill="var(--on-accent)"
        opacity=".62"
      />
    </svg>
  )
}

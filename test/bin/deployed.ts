/** What the stack of that one Andon says of itself. */
export const deployed = {
  lines: { checkout: { title: 'Checkout' }, search: { title: 'Search' } },
  lights: { 'desk-1': { shows: ['checkout'] }, wall: { shows: ['checkout', 'search'] } },
  cords: { 'desk-1': { pulls: 'checkout' } },
  playbooks: {
    'restart-checkout': { title: 'Restart checkout', trust: 'auto' },
    'scale-search': { title: 'Scale search', trust: 'approve' },
  },
}

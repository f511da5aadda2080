/** Of the programs that others wrote to play AWS: what was tried on them was tried on these. */
export const motoVersion = '5.2.5'
export const miniStackVersion = '1.5.33'

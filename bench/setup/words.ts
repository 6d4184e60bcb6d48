// The names of customers. Names and addresses are made of these, and searches ask for them.

/** Of companies: each begins about every fiftieth name of a tenant. */
export const companyWords: readonly string[] = `
  amber basalt cedar dahlia ember falcon granite harbor indigo juniper kestrel lantern marble nectar
  opal pewter quartz raven saffron timber umber velvet willow yarrow zephyr aspen birch copper
  dolphin elm fennel garnet hazel iris jasper kelp laurel mercury nickel onyx pine quince rowan
  sable thistle ultra vesper walnut xenon yucca
`
  .trim()
  .split(/\s+/);

/** Of towns: each is in about every third name. */
export const places: readonly string[] = ['northfield', 'eastbrook', 'southgate'];

/** The values of a form by the pointers of their fields: `address.city`. */
export type FormValues = Readonly<Record<string, string | boolean>>;

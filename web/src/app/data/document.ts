/** The text of one operation; its types say what goes in and what comes back. */
export type Document<Data, Variables> = string & { readonly __types?: (variables: Variables) => Data };

/** Who is signed in, for the header of the page. */
export const LANDING_QUERY = /* GraphQL */ `
  query Landing {
    viewer {
      displayName
      email
    }
  }
`;

export interface LandingAnswer {
  viewer: { displayName: string; email: string | null };
}

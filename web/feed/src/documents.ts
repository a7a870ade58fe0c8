const row = 'cursor node{id occurredAt action entityType entityId subjectName title content displayUrl actor{id displayName}changes{field old new redacted}compensates{id}}';

/** A page of a workspace's activities, newest first; `last` and `before` ask for what is newer than a cursor. */
export const PAGE = `query Feed($workspaceId:ID!,$first:Int,$after:String,$last:Int,$before:String,$filter:ActivityFilter,$count:Boolean!){serverInfo{time}workspace(id:$workspaceId){activities(first:$first,after:$after,last:$last,before:$before,filter:$filter){edges{${row}}pageInfo{hasNextPage hasPreviousPage}count@include(if:$count){value precision}}}}`;

export const STREAM = `subscription FeedStream($workspaceId:ID!,$after:String,$filter:ActivityFilter){activityStream(workspaceId:$workspaceId,after:$after,filter:$filter){kind resumeCursor serverTime edges{${row}}}}`;

/** By way of the viewer: a feed token may not ask for the list of workspaces. */
export const WORKSPACES = 'query FeedWorkspaces{viewer{memberships(first:100){nodes{workspace{id slug}}}}}';

-- +goose Up

-- Lets one index hold both a workspace and words; a trusted extension.
create extension if not exists btree_gin;

-- What other systems own and told of.
create table external_entities (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  type         text not null check (type in ('document', 'crm_record', 'deal', 'invoice', 'client', 'external')),
  custom_type  text check (length(custom_type) between 1 and 100),
  external_id  text not null check (length(external_id) between 1 and 255),
  name         text check (length(name) between 1 and 200),
  url          text,
  project_id   uuid,                              -- whose access bounds who may see it
  visibility   text not null check (visibility in ('workspace', 'admin')),
  created_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, project_id) references projects (workspace_id, id),
  check (type <> 'external' or custom_type is not null)
);
create unique index external_entities_id on external_entities (workspace_id, type, coalesce(custom_type, ''), external_id);

-- Words of texts: runs of letters and digits, Latin, Greek and Cyrillic ones in lower case. It goes by code points alone and
-- says the same as activity.Words, which is applied to streams. No language's rules: people search for keys and numbers, too.
-- The separators are all below 0x30, what lies between digits, letters and À, × and ÷, general punctuation, arrows and signs,
-- and the punctuation of the Far East.
-- +goose StatementBegin
create function daybook_words(name text, title text) returns tsvector
language sql immutable parallel safe cost 1000 as $$
  select array_to_tsvector(array(
    select distinct left(word, 100) collate "C"
    from (select lower((coalesce(name, '') || ' ' || coalesce(title, '')) collate "C") as all_of_it) as texts,
    regexp_split_to_table(
      case when octet_length(all_of_it) = length(all_of_it) then all_of_it else translate(all_of_it,
        'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫϏϘϚϜϞϠϢϤϦϨϪϬϮϴϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾ',
        'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįiĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋϗϙϛϝϟϡϣϥϧϩϫϭϯθϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿ') end,
      '[\u0001-\u002F\u003A-\u0060\u007B-\u00BF\u00D7\u00F7\u2000-\u206F\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u303F\uFE00-\uFE0F\uFEFF-\uFF0F\uFFFD]+'
    ) as word
    where word <> ''))
$$;
-- +goose StatementEnd
create index activities_words on activities using gin (workspace_id, daybook_words(subject_name, title));

create table exports (
  workspace_id    uuid not null references workspaces,
  id              uuid not null,
  member_id       uuid,
  token_id        uuid,
  kind            text not null check (kind in ('activities', 'standups', 'work_logs', 'time_entries', 'blockers')),
  format          text not null check (format in ('csv', 'jsonl')),
  whole_workspace boolean not null,
  from_day        date,
  to_day          date,
  row_count       integer,
  created_at      timestamptz not null default clock_timestamp(),
  expires_at      timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, token_id) references api_tokens (workspace_id, id),
  check (num_nonnulls(member_id, token_id) = 1),
  check (to_day >= from_day)
);
create index exports_member on exports (workspace_id, member_id, id);
create index exports_expired on exports (workspace_id, expires_at);

create table notifications (
  workspace_id  uuid not null references workspaces,
  id            uuid not null,
  member_id     uuid not null,                    -- the recipient
  kind          text not null check (kind in ('escalation', 'acknowledgement')),
  escalation_id uuid not null,
  blocker_id    uuid not null,
  activity_id   uuid not null,                    -- the activity it came with
  severity      text not null check (severity in ('low', 'medium', 'high', 'critical')),
  level         text not null check (level in ('manager', 'director', 'vp')),
  created_at    timestamptz not null default clock_timestamp(),
  read_at       timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, escalation_id) references escalations (workspace_id, id),
  foreign key (workspace_id, blocker_id) references blockers (workspace_id, id)
);
create unique index notifications_once on notifications (workspace_id, escalation_id, kind, member_id);
create index notifications_activity on notifications (workspace_id, activity_id);
create index notifications_member on notifications (workspace_id, member_id, id);

-- +goose Down
drop table notifications;
drop table exports;
drop index activities_words;
drop function daybook_words;
drop table external_entities;

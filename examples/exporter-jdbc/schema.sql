-- No other unique constraint: ON CONFLICT DO NOTHING leaves out what breaks any, and such an event becomes a dead letter.
CREATE TABLE usage_event (
    id            VARCHAR(64)  PRIMARY KEY,
    type          VARCHAR(64)  NOT NULL,
    subject       VARCHAR(256),
    time          VARCHAR(32)  NOT NULL,
    model         VARCHAR(256),
    input_tokens  BIGINT,
    output_tokens BIGINT,
    event         TEXT         NOT NULL
);

-- How many decimals an amount has is the currency's: none for yen. Lines keep it beside their price, so that what they come to is worked out by the
-- row alone, whoever writes it. What was written before keeps two, and with them the sums that were charged.

CREATE FUNCTION site.decimals_of(p_currency text) RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN p_currency = ANY ('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}'::text[]) THEN 0 ELSE 2 END $$;
COMMENT ON FUNCTION site.decimals_of(text) IS 'How many decimals amounts in this currency have: none for those without a smaller unit (ISO 4217), else two. Stored amounts depend on it, so never redefine it for a currency that is in use.';

CREATE FUNCTION site.can_charge(p_currency text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT p_currency <> ALL ('{BHD,CLF,IQD,JOD,KWD,LYD,OMR,TND,UYW}'::text[]) $$;
COMMENT ON FUNCTION site.can_charge(text) IS 'Whether amounts can be kept in this currency: not in those with three decimals and more, since two are stored.';

CREATE FUNCTION site.round_money(p_amount numeric, p_decimals integer) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT pg_catalog.round(p_amount, p_decimals) $$;
COMMENT ON FUNCTION site.round_money(numeric, integer) IS 'An amount as it is charged, with the decimals of its currency (site.decimals_of), halves away from zero. The only rule of rounding there is; stored amounts depend on it, so never redefine it.';
COMMENT ON FUNCTION site.round_money(numeric) IS 'site.round_money with two decimals.';

CREATE FUNCTION site.shown_money(p_amount numeric, p_decimals integer) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT pg_catalog.round(p_amount, CASE WHEN p_decimals = 0 AND p_amount <> pg_catalog.round(p_amount) THEN 2 ELSE p_decimals END) $$;
COMMENT ON FUNCTION site.shown_money(numeric, integer) IS 'An amount with the decimals of its currency; one that was charged with more before has those too.';

-- PostgreSQL 15 gives a generated column another expression by making it anew.
DROP VIEW IF EXISTS site.invoice_sums;
ALTER TABLE site.order_lines ADD COLUMN decimals integer NOT NULL DEFAULT 2 CONSTRAINT order_lines_decimals_check CHECK (decimals IN (0, 2)), DROP COLUMN amount;
ALTER TABLE site.order_lines ADD COLUMN amount numeric(12, 2) GENERATED ALWAYS AS (site.round_money(price * (100 - discount) / 100, decimals)) STORED,
	ADD CONSTRAINT order_lines_price_decimals_check CHECK (price = site.round_money(price, decimals));
ALTER TABLE site.invoice_lines ADD COLUMN decimals integer NOT NULL DEFAULT 2 CONSTRAINT invoice_lines_decimals_check CHECK (decimals IN (0, 2)), DROP COLUMN amount;
ALTER TABLE site.invoice_lines ADD COLUMN amount numeric(12, 2) NOT NULL GENERATED ALWAYS AS (site.round_money(quantity * price * (100 - discount) / 100, decimals)) STORED,
	ADD CONSTRAINT invoice_lines_price_decimals_check CHECK (price = site.round_money(price, decimals));
ALTER TABLE site.payments ADD COLUMN base_decimals integer NOT NULL DEFAULT 2 CONSTRAINT payments_base_decimals_check CHECK (base_decimals IN (0, 2)), DROP COLUMN base_amount;
ALTER TABLE site.payments ADD COLUMN base_amount numeric(14, 2) NOT NULL GENERATED ALWAYS AS (site.round_money(amount * rate, base_decimals)) STORED;
COMMENT ON COLUMN site.payments.base_decimals IS 'Decimals of the base currency on the day of payment';
COMMENT ON COLUMN site.payments.base_amount IS 'The amount in the base currency';
COMMENT ON COLUMN site.order_lines.decimals IS 'Decimals of the order''s currency when the line was made';
COMMENT ON COLUMN site.order_lines.amount IS 'Price after discount';
COMMENT ON COLUMN site.invoice_lines.decimals IS 'Decimals of the invoice''s currency when the line was made';
COMMENT ON COLUMN site.invoice_lines.amount IS 'Amount without tax';

-- What was kept in such a currency before stays.
ALTER TABLE site.quote_requests ADD CONSTRAINT quote_requests_price_decimals_check CHECK (price = site.round_money(price, site.decimals_of(currency))) NOT VALID;
ALTER TABLE site.orders ADD CONSTRAINT orders_currency_decimals_check CHECK (site.can_charge(currency)) NOT VALID;
ALTER TABLE site.invoices ADD CONSTRAINT invoices_currency_decimals_check CHECK (site.can_charge(currency)) NOT VALID;

SELECT steward.own_functions('site', 'site_owner');

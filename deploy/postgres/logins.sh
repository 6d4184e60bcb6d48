#!/bin/sh
# Makes the database and its logins, once, when the server of docker-compose.yml is new. What each
# may do: "Roles" in docs/operations.md. Passwords come from the environment, never from a command
# line, which others could see.
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv owner_password BILLING_OWNER_PASSWORD
\getenv login_password BILLING_LOGIN_PASSWORD
create role billing_app nologin noinherit nosuperuser nobypassrls;
-- Owns the database and migrates it.
create role billing_owner login nosuperuser nocreatedb nocreaterole nobypassrls
  password :'owner_password';
-- The application: may become billing_app and nothing else.
create role billing_login login nosuperuser nocreatedb nocreaterole nobypassrls
  password :'login_password';
grant billing_app to billing_login;
create database billing owner billing_owner;
revoke all on database billing, postgres, template1 from public;
grant connect on database billing to billing_login;
SQL
